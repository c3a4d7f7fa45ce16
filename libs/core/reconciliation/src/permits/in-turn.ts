import type { PermitDesk, Waiting } from './permit-desk.ts';

/**
 * The requests in the order in which they leave: control requests, then one download of each group, then the second one
 * of each group, and so on. The group whose last download left longest ago is first.
 */
export const inTurn = ({ waiting, releasedMs }: Pick<PermitDesk, 'waiting' | 'releasedMs'>): Waiting[] => {
  const seen: Record<string, number> = {};
  const ranked = waiting.map((request) => {
    const { lane, group } = request;
    if (lane === 'control') return { request, round: -1, lastMs: 0 };
    const round = seen[group] ?? 0;
    seen[group] = round + 1;
    return { request, round, lastMs: releasedMs[group] ?? 0 };
  });
  // The sort is stable: what is equal stays in the order of arrival.
  return ranked.sort((a, b) => a.round - b.round || a.lastMs - b.lastMs).map(({ request }) => request);
};
