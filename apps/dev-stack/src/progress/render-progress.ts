import type { DayProgress } from '../play/play-day.ts';

const BAR_WIDTH = 28;

/** The state of the day as a few lines for a terminal. */
export const renderProgress = (progress: DayProgress): string => {
  const { simulator, storedRealtime, storedReconciled, elapsedMs, playedMs } = progress;
  const missing = Math.max(0, simulator.calls - storedRealtime - storedReconciled);
  const toRecover = Math.max(simulator.calls - storedRealtime, 0);
  return [
    ` ${headline(progress)}`,
    row('pushed', storedRealtime, simulator.calls, playedMs),
    row('recovered', storedReconciled, toRecover, elapsedMs - playedMs),
    ` missing    ${missing}   export jobs ${simulator.exportJobs}   requests to OCP ${simulator.requests}`,
    ` ${(elapsedMs / 1000).toFixed(0)} s${timeLeft(progress)}`,
  ].join('\n');
};

const row = (name: string, done: number, of: number, takenMs: number): string =>
  ` ${name.padEnd(10)} ${bar(done, of)} ${String(done).padStart(5)} of ${String(of).padEnd(5)} ${rate(done, takenMs)}`;

/** The same on one line, for logs. */
export const progressLine = (progress: DayProgress): string => {
  const { simulator, storedRealtime, storedReconciled, elapsedMs, phase } = progress;
  const missing = Math.max(0, simulator.calls - storedRealtime - storedReconciled);
  return (
    `[${(elapsedMs / 1000).toFixed(1).padStart(6)} s] ${phase}: ${simulator.calls} calls, ${storedRealtime} pushed, ` +
    `${missing} missing, ${storedReconciled} recovered, ${simulator.exportJobs} export jobs, ${simulator.requests} requests to OCP`
  );
};

const headline = ({ phase, simulator }: DayProgress): string => {
  switch (phase) {
    case 'playing':
      return `OCP is making ${simulator.calls} calls; ${simulator.lost} pushes lost so far`;
    case 'reconciling':
      return 'The calls are over; looking for the recordings that never came';
    case 'done':
      return 'Every recording has come home';
    case 'stuck':
      return 'Nothing has come home for a while; the ledger says what is missing';
    default:
      return phase satisfies never;
  }
};

const bar = (done: number, of: number): string => {
  const filled = of === 0 ? BAR_WIDTH : Math.min(BAR_WIDTH, Math.round((done / of) * BAR_WIDTH));
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
};

const rate = (done: number, takenMs: number): string =>
  `${(takenMs === 0 ? 0 : done / (takenMs / 1000)).toFixed(1).padStart(6)}/s`;

/** From the rate of the stage that is at work; nothing while that has none yet. */
const timeLeft = (progress: DayProgress): string => {
  const { phase, simulator, storedRealtime, storedReconciled, elapsedMs, playedMs } = progress;
  if (phase === 'done' || phase === 'stuck') return '';
  const toPush = simulator.calls - simulator.lost - storedRealtime;
  const toRecover = simulator.calls - storedRealtime - storedReconciled;
  const [left, done, takenMs] =
    phase === 'playing'
      ? [toPush, storedRealtime, playedMs]
      : [toRecover, storedReconciled, elapsedMs - playedMs];
  if (done === 0) return '';
  return `, about ${Math.max(1, Math.round((left / done) * (takenMs / 1000)))} s left${phase === 'playing' ? ' to play' : ''}`;
};
