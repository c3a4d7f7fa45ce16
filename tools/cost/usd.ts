/** Whole dollars above 10, else cents, else one digit. */
export const usd = (n: number): string =>
  n === 0
    ? '$0'
    : n >= 10
      ? `$${Math.round(n).toLocaleString('en-US')}`
      : `$${n >= 0.01 ? n.toFixed(2) : n.toPrecision(1)}`;
