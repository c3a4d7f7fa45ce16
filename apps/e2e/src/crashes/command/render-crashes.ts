import type { PlayedPoint } from '../enumerate/play-lane.ts';
import { nameOfPoint, SERVICES } from '../points/crash-point.ts';

const HEAD = ['service', 'kinds', 'crashes', 'held', 'broken', 'not reached', 'slowest'] as const;

/** The result as lines for people. */
export const renderCrashes = (played: readonly PlayedPoint[], realMs: number): string => {
  const rows = SERVICES.flatMap((service) => {
    const own = played.filter(({ point }) => point.service === service);
    return own.length === 0 ? [] : [rowOf(service, own)];
  });
  const table = [HEAD, ...rows, rowOf('all', played)].map((row) =>
    row
      .map((cell, at) => cell.padEnd(at === 0 ? 20 : 14))
      .join('')
      .trimEnd(),
  );
  return [
    table.join('\n'),
    ...played.filter(({ verdict }) => verdict !== 'held').map(renderFault),
    `real time: ${(realMs / 1_000).toFixed(0)} s`,
  ].join('\n\n');
};

const rowOf = (name: string, played: readonly PlayedPoint[]): readonly string[] => {
  const count = (wanted: PlayedPoint['verdict']): string =>
    String(played.filter(({ verdict }) => verdict === wanted).length);
  const kinds = new Set(played.map(({ point }) => `${point.service} ${point.kind}`));
  const slowestMs = Math.max(0, ...played.map(({ durationMs }) => durationMs));
  return [
    name,
    String(kinds.size),
    String(played.length),
    count('held'),
    count('broken'),
    count('not reached'),
    `${(slowestMs / 1_000).toFixed(0)} s`,
  ];
};

const renderFault = ({ point, verdict, broken }: PlayedPoint): string =>
  [`${verdict}: ${nameOfPoint(point)}`, ...broken.map((promise) => `  ${promise}`)].join('\n');
