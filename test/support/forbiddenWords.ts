/** Words that leave a person no wiser (docs/n8n.md#wording), in any form. */
export const FORBIDDEN_WORDS = /\b(errors?|problems?|failures?|mistakes?)\b/i;
