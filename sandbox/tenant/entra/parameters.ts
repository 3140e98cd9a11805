/** Parameters of the sign-in pages, from the query. */
export type Params = Readonly<Record<string, string | undefined>>;

/** Parameters of the token endpoint, from its form. */
export type Form = Readonly<Record<string, string | undefined>>;
