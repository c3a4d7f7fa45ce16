/** For `sort`: the order of timestamps and ids as text. */
export const inTextOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
