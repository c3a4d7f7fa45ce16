import Table from 'cli-table3';
import { countOf } from '../words/count-of.ts';
import { isComplete, type Ledger } from './count-ledger.ts';

export type RunFigures = {
  readonly exportJobs: number;
  readonly ocpRequests: number;
  readonly elapsedMs: number;
  /** Of the calls that no push stored: their groups, and the hours of each group in which they started. */
  readonly groupsTouched: number;
  readonly groupHoursTouched: number;
  /** Names of the files in the folder of `--audio` that did not serve as recordings. */
  readonly audioFilesLeftOut: readonly string[];
};

/** The ledger as one JSON object, for programs. */
export const ledgerJson = (ledger: Ledger, figures: RunFigures): string => {
  const { faults: _, stored: __, missingCalls: ___, ...counts } = ledger;
  const { exportJobs, ocpRequests, elapsedMs } = figures;
  return JSON.stringify({ ...counts, exportJobs, ocpRequests, elapsedMs });
};

/** The ledger for people. */
export const renderLedger = (ledger: Ledger, figures: RunFigures): string => {
  const table = new Table({
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }, // No lines between the rows.
    colAligns: ['left', 'right', 'left'],
    style: { head: [], border: [] },
  });
  const stored = ledger.storedRealtime + ledger.storedReconciled;
  table.push(
    ['calls with a recording at OCP', ledger.calls, `${stored} stored + ${ledger.missing} missing`],
    ['  stored by push', ledger.storedRealtime, 'stage 1'],
    ['  stored by reconciliation', ledger.storedReconciled, 'stage 2'],
    ['  missing', ledger.missing, ''],
    ['explained without audio', ledger.noAudioExpected, 'chats'],
    ['quarantined objects', ledger.quarantined, 'kept, not trusted'],
    ['duplicates', ledger.duplicates, 'objects that no call owns'],
    ['corrupted', ledger.corrupted, 'every object read back and hashed'],
    [
      'export jobs',
      figures.exportJobs,
      `for ${countOf(figures.groupHoursTouched, 'hour')} of ${countOf(figures.groupsTouched, 'group')} with missing calls`,
    ],
    ['requests to OCP', figures.ocpRequests, ''],
    ['elapsed', `${(figures.elapsedMs / 1000).toFixed(1)} s`, ''],
  );
  const verdict = isComplete(ledger)
    ? 'Every recording is home: stored once, byte for byte as OCP sent it.'
    : ['NOT COMPLETE', ...ledger.faults].join('\n  ');
  return [table.toString(), verdict, ...leftOutLine(figures.audioFilesLeftOut), ''].join('\n');
};

const MAX_NAMES = 10;

const leftOutLine = (files: readonly string[]): string[] => {
  if (files.length === 0) return [];
  const more = files.length > MAX_NAMES ? ', ...' : '';
  const names = files.slice(0, MAX_NAMES).join(', ');
  return [
    `Not among them: ${countOf(files.length, 'file')} of --audio that OCP never sent: ${names}${more}.`,
  ];
};
