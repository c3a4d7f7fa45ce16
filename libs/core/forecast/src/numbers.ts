export const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** To three figures: an estimate has no more. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
