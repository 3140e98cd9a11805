/** Photos and people come from Exchange, which takes few requests at a time (graph-facts 3). */
export const isOutlook = (url: string): boolean => /\/(photos?|people)(\/|\?|\(|$)/i.test(url);
