/** Words that leave a person no wiser (n8n-facts D), in any form. */
export const FORBIDDEN_WORDS = /\b(errors?|problems?|failures?|mistakes?)\b/i;
