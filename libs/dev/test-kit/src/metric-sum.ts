/** Sum of the series of a metric, in a text of `/metrics`, whose labels hold all of these texts. */
export const metricSum = (exposition: string, name: string, ...labels: readonly string[]): number =>
  exposition
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
