/** The parts of a source map that are read here. */
export type SourceMap = {
  readonly version: number;
  readonly sources: readonly string[];
  readonly mappings: string;
};

/**
 * Removes the mappings of the packages: nine tenths of the map. Node reads the whole map into memory at the first error,
 * 70 MB of it with the packages.
 */
export const keepOwnMappings = <M extends SourceMap>(map: M): M => {
  const own = map.sources.flatMap((source, at) => (source.includes('node_modules/') ? [] : [at]));
  const placeOf = new Map(own.map((at, place) => [at, place]));
  const mappings = filterMappings(map.mappings, placeOf);
  return { ...map, sources: own.map((at) => map.sources[at]!), mappings };
};

/** Where a segment points to. Each number in a map is the difference from the one before. */
const START = { source: 0, line: 0, column: 0, name: 0 };

const filterMappings = (mappings: string, placeOf: ReadonlyMap<number, number>): string => {
  const read = { ...START };
  const written = { ...START };
  const filterLine = (line: string): string => {
    let readAt = 0;
    let writtenAt = 0;
    let isMapped = false;
    const kept: string[] = [];
    const keep = (rest: readonly number[]): void => {
      kept.push(encode([readAt - writtenAt, ...rest]));
      writtenAt = readAt;
      isMapped = rest.length > 0;
    };
    for (const segment of line === '' ? [] : line.split(',')) {
      const [at = 0, source, sourceLine = 0, column = 0, name] = decode(segment);
      readAt += at;
      if (source !== undefined) {
        read.source += source;
        read.line += sourceLine;
        read.column += column;
        read.name += name ?? 0;
      }
      const place = source === undefined ? undefined : placeOf.get(read.source);
      if (place !== undefined) {
        const target = { ...read, source: place };
        keep(differences(target, written, name !== undefined));
        Object.assign(written, target, name === undefined && { name: written.name });
      } else if (isMapped) keep([]);
    }
    return kept.join(',');
  };
  return mappings.split(';').map(filterLine).join(';');
};

const differences = (to: typeof START, from: typeof START, isNamed: boolean): number[] => [
  to.source - from.source,
  to.line - from.line,
  to.column - from.column,
  ...(isNamed ? [to.name - from.name] : []),
];

/** Base 64 VLQ: six bits a character, the lowest first; the sixth bit says that more follow, the first bit is the sign. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const valueOfDigit = new Map([...DIGITS].map((digit, value) => [digit, value]));

const decode = (segment: string): number[] => {
  const numbers: number[] = [];
  let bits = 0;
  let shift = 0;
  for (const digit of segment) {
    const value = valueOfDigit.get(digit)!;
    bits += (value & 31) << shift;
    shift += 5;
    if ((value & 32) !== 0) continue;
    numbers.push((bits & 1) === 1 ? -(bits >>> 1) : bits >>> 1);
    bits = 0;
    shift = 0;
  }
  return numbers;
};

const encode = (numbers: readonly number[]): string => numbers.map(encodeNumber).join('');

const encodeNumber = (number: number): string => {
  let bits = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = '';
  do {
    const digit = bits & 31;
    bits >>>= 5;
    text += DIGITS[bits > 0 ? digit | 32 : digit];
  } while (bits > 0);
  return text;
};
