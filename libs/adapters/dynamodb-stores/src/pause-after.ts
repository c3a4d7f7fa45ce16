/** Contending writers spread out: a random wait below 20 ms, doubled with each try up to 500 ms. */
export const pauseAfter = (tries: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(10 * 2 ** tries, 500)));
