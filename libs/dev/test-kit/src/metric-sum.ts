/** Sum of a metric's series in a text of `/metrics`; only of those whose labels contain all of `labels`. */
export const metricSum = (exposition: string, name: string, ...labels: readonly string[]): number =>
  exposition
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
