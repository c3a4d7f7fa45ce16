import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';

/** The parts of a source map that are read here. */
export type SourceMap = {
  readonly version: number;
  readonly sources: readonly string[];
  readonly mappings: string;
};

/**
 * Removes the mappings of the packages, nine tenths of the map, and all but the first of each line of ours. Node reads the
 * whole map into memory at the first error: 70 MB of it with the packages, 11 MB with all places of our lines.
 */
export const keepOwnMappings = <M extends SourceMap>(map: M): M => {
  const own = map.sources.flatMap((source, at) => (source.includes('node_modules/') ? [] : [at]));
  const placeOf = new Map(own.map((at, place) => [at, place]));
  const mappings = encode(decode(map.mappings).map((line) => keepOwnSegments(line, placeOf)));
  return { ...map, sources: own.map((at) => map.sources[at]!), mappings };
};

/** A segment without a source ends ours where a package begins. @param placeOf the new places of our sources. */
const keepOwnSegments = (
  line: readonly SourceMapSegment[],
  placeOf: ReadonlyMap<number, number>,
): SourceMapSegment[] => {
  const kept: SourceMapSegment[] = [];
  for (const segment of line) {
    const place = segment.length === 1 ? undefined : placeOf.get(segment[1]);
    if (place !== undefined) keepFirstOfLine(kept, segment.with(1, place) as SourceMapSegment);
    else if (kept.length > 0 && kept.at(-1)!.length > 1) kept.push([segment[0]]);
  }
  return kept;
};

/** The name of a place is not read. */
const keepFirstOfLine = (kept: SourceMapSegment[], segment: SourceMapSegment): void => {
  const [, file, line] = kept.at(-1) ?? [];
  if (file !== segment[1] || line !== segment[2]) kept.push(segment.slice(0, 4) as SourceMapSegment);
};
