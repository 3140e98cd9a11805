/** Words that do not help people (docs/n8n.md#wording), in any form. */
export const FORBIDDEN_WORDS = /\b(errors?|problems?|failures?|mistakes?)\b/i;
