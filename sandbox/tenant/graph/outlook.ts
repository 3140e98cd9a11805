/**
 * Photos and people come from Exchange, which takes few requests at a time (docs/graph.md#limits).
 */
export const isOutlook = (url: string): boolean => /\/(photos?|people)(\/|\?|\(|$)/i.test(url);
