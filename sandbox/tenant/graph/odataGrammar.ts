/**
 * The OData 4.01 dialect of Graph's directory endpoints, as a peggy grammar.
 * (@balena/odata-parser and @odata/parser were tried and rejected: the first gives `and` and `or`
 * the same precedence, sorts descending by default and does not support date or GUID literals; the second lacks `in` and `any()` with spaces and
 * refuses `startsWith` as Graph spells it.)
 */
export const odataGrammar = String.raw`
{{
  const chain = (type, first, rest) => rest.reduce((left, right) => ({ type, left, right }), first);
}}

Filter = _ @Or _
Or = first:And rest:(__ "or"i __ @And)* { return chain('or', first, rest) }
And = first:Not rest:(__ "and"i __ @Not)* { return chain('and', first, rest) }
Not = "not"i ("" &"(" / __) operand:Not { return { type: 'not', operand } }
  / Term
Term = "(" _ @Or _ ")"
  / Any / Call / In / Compare

Call = fn:("startswith"i / "endswith"i / "contains"i) "(" _ path:Path _ "," _ value:Literal _ ")"
    tail:(__ op:("eq"i / "ne"i) __ truth:Boolean { return { op: op.toLowerCase(), truth: truth.value } })?
    { const call = { type: 'call', fn: fn.toLowerCase(), path, value };
      return tail && (tail.op === "eq") !== tail.truth ? { type: 'not', operand: call } : call }
Any = path:(!"any(" @Name "/")+ "any(" _ variable:Name _ ":" _ predicate:Or _ ")" { return { type: 'any', path, variable, predicate } }
In = path:Path __ "in"i _ "(" _ values:Literal|1.., _ "," _| _ ")" { return { type: 'in', path, values } }
Compare = path:Path __ op:("eq"i / "ne"i / "gt"i / "ge"i / "lt"i / "le"i) __ value:Literal { return { type: 'compare', op: op.toLowerCase(), path, value } }

Path = Name|1.., "/"|
Name = $([A-Za-z_$@] [A-Za-z0-9_.@]*)

Literal = Text / Guid / Date / Number / Boolean / Null
Text = "'" characters:("''" { return "'" } / [^'])* "'" { return { kind: 'string', value: characters.join('') } }
Guid = value:$(Hex|8| "-" Hex|4| "-" Hex|4| "-" Hex|4| "-" Hex|12|) { return { kind: 'string', value } }
Hex = [0-9a-fA-F]
Date = value:$([0-9]|4| "-" [0-9]|2| "-" [0-9]|2| ("T"i [0-9:.]+ ("Z"i / [+-] [0-9:]+))?) { return { kind: 'date', value } }
Number = value:$("-"? [0-9]+ ("." [0-9]+)?) { return { kind: 'number', value: Number(value) } }
Boolean = value:("true"i / "false"i) ![A-Za-z] { return { kind: 'boolean', value: value.toLowerCase() === 'true' } }
Null = "null"i ![A-Za-z] { return { kind: 'null', value: null } }

Search = _ @SearchOr _
SearchOr = first:SearchAnd rest:(__ "OR" __ @SearchAnd)* { return chain('or', first, rest) }
SearchAnd = first:SearchTerm rest:(__ "AND" __ @SearchTerm)* { return chain('and', first, rest) }
SearchTerm = "(" _ @SearchOr _ ")" / Clause
Clause = '"' property:$[A-Za-z]+ ":" text:ClauseText '"' { return { type: 'clause', property, text } }
ClauseText = characters:("\\" @["\\] / [^"\\])+ { return characters.join('') }

OrderBy = _ @OrderItem|1.., _ "," _| _
OrderItem = path:Path direction:(__ @("asc"i / "desc"i))? { return { path, descending: direction?.toLowerCase() === 'desc' } }

Expand = _ @ExpandItem|1.., _ "," _| _
ExpandItem = path:Path options:("(" _ @ExpandOption|1.., _ ";" _| _ ")")? { return { path, options: Object.fromEntries(options ?? []) } }
ExpandOption = name:$("$"? [A-Za-z]+) _ "=" _ value:$[^;()]+ { return [name.toLowerCase().replace(/^[$]?/, '$'), value.trim()] }

_ = [ \t]*
__ = [ \t]+
`;
