import type { DayProgress } from '../play/play-day.ts';
import { countOf } from '../words/count-of.ts';

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
    `[${(elapsedMs / 1000).toFixed(1).padStart(6)} s] ${phase}: ${countOf(simulator.calls, 'call')}, ${storedRealtime} pushed, ` +
    `${missing} missing, ${storedReconciled} recovered, ${countOf(simulator.exportJobs, 'export job')}, ${countOf(simulator.requests, 'request')} to OCP`
  );
};

const headline = ({ phase, simulator }: DayProgress): string => {
  switch (phase) {
    case 'playing':
      return `OCP is making ${countOf(simulator.calls, 'call')}; pushes lost so far: ${simulator.lost}`;
    case 'reconciling':
      return 'The calls have ended; recovering the recordings whose push was lost';
    case 'done':
      return 'Every recording has come home';
    case 'stuck':
      return 'Stuck: no recording was stored for a while. The ledger says what is missing';
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

/** From the rate of the current stage; empty before the stage has stored a recording. */
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
