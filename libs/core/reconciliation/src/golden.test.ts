import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { ExportSlot } from './export-job/export-group.ts';
import { ExportJob } from './export-job/export-job.ts';
import { after as afterJob, nudged as nudgedJob } from './export-job/test-export-job.ts';
import { DOWNLOAD_TASK_VERSION, DownloadTask } from './messages/download-task.ts';
import { EXPORT_CHECK_VERSION, ExportCheck } from './messages/export-check.ts';
import { readMessage } from './messages/read-message.ts';
import {
  RECONCILIATION_REQUEST_VERSION,
  ReconciliationRequest,
  SWEEP_REQUEST_VERSION,
} from './messages/reconciliation-request.ts';
import { RECORDING_QUARANTINED_VERSION, RecordingQuarantined } from './messages/recording-quarantined.ts';
import { RECORDING_STORED_VERSION, RecordingStored } from './messages/recording-stored.ts';
import { minute } from './planning/test-exports.ts';
import { WaitingWindow } from './planning/waiting-window.ts';
import { Reconciliation } from './reconciliation/reconciliation.ts';
import { after, nudged } from './reconciliation/test-reconciliation.ts';
import { SweepCheckpoint } from './sweep/sweep-checkpoint.ts';
import {
  goldenCheckpoints,
  goldenChecks,
  goldenDriven,
  goldenNotices,
  goldenReconciliations,
  goldenRequests,
  goldenSlots,
  goldenSweeps,
  goldenTasks,
  goldenWindows,
} from './test-golden.ts';

const FOLDER = join(import.meta.dirname, '../../../../fixtures/golden');
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' });
const newest = Math.max(...readdirSync(FOLDER).map(Number).filter(Number.isInteger));
const read = (file: string): object => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as object;
/** The files of every version whose name begins like this. */
const startingWith = (prefix: string): [string, object][] =>
  files
    .filter((file) => file.endsWith('.json') && file.split('/').at(-1)!.startsWith(prefix))
    .map((file) => [file, read(file)]);

const items: [string, z.ZodType, object][] = [
  ...startingWith('reconciliation-').map(
    ([file, item]) => [file, Reconciliation, item] as [string, z.ZodType, object],
  ),
  ...startingWith('slot-').map(([file, item]) => [file, ExportSlot, item] as [string, z.ZodType, object]),
  ...startingWith('window').map(([file, item]) => [file, WaitingWindow, item] as [string, z.ZodType, object]),
  ...startingWith('sweep-').map(
    ([file, item]) => [file, SweepCheckpoint, item] as [string, z.ZodType, object],
  ),
];
const messages: [string, z.ZodType, string, object][] = (
  [
    ['request', ReconciliationRequest, SWEEP_REQUEST_VERSION],
    ['check-', ExportCheck, EXPORT_CHECK_VERSION],
    ['download-task', DownloadTask, DOWNLOAD_TASK_VERSION],
    ['recording-stored', RecordingStored, RECORDING_STORED_VERSION],
    ['recording-quarantined', RecordingQuarantined, RECORDING_QUARANTINED_VERSION],
  ] as const
).flatMap(([prefix, schema, version]) =>
  startingWith(prefix).map(([file, body]): [string, z.ZodType, string, object] => [
    file,
    schema,
    version,
    body,
  ]),
);

describe('the stored items of every version', () => {
  it.each(items)('are read with all fields: %s', (_, schema, item) => {
    expect(schema.parse(item)).toEqual(item);
  });

  it.each(startingWith('reconciliation-'))('keep all fields when they are closed: %s', (_, item) => {
    const closed = after(Reconciliation.parse(item), nudged, 100_000);
    expect(closed.phase).toBe('closed');
    expect(Object.keys(closed)).toEqual(expect.arrayContaining(Object.keys(item)));
  });

  it.each(startingWith('slot-'))('hold a job that goes on: %s', (file, item) => {
    const { job } = ExportSlot.parse(item);
    if (file.endsWith('slot-free.json')) return expect(job).toBeUndefined();
    const next = afterJob(job!, nudgedJob, minute(100_000));
    return expect(ExportJob.parse(next)).toEqual(next);
  });
});

describe('the messages of every version', () => {
  it.each(messages)('are read with all fields: %s', (_, schema, version, body) => {
    expect(readMessage(schema, version, JSON.stringify(body))).toEqual({ kind: 'message', message: body });
  });
});

describe('the message of a sweep', () => {
  it.each(startingWith('request-sweep'))('is postponed by a worker that knows no sweeps: %s', (_, body) => {
    const message = readMessage(ReconciliationRequest, RECONCILIATION_REQUEST_VERSION, JSON.stringify(body));
    expect(message).toEqual({ kind: 'newer', version: SWEEP_REQUEST_VERSION });
  });
});

describe('the golden files of the newest folder', () => {
  const golden = {
    ...goldenReconciliations,
    ...goldenSlots,
    ...goldenWindows,
    ...goldenRequests,
    ...goldenTasks,
    ...goldenChecks,
    ...goldenNotices,
    ...goldenSweeps,
    ...goldenDriven,
    ...goldenCheckpoints,
  };

  it.each(Object.entries(golden))('contain what this version writes: %s', (name, item) => {
    expect(read(`${newest}/${name}.json`)).toEqual(JSON.parse(JSON.stringify(item)));
  });

  it('contain every phase of a reconciliation and of an export job', () => {
    const phases = Object.values(goldenReconciliations).map(({ phase }) => phase);
    expect(new Set(phases)).toEqual(new Set(['claiming', 'waiting', 'downloading', 'closed']));
    const jobs = Object.values(goldenSlots).flatMap(({ job }) => job?.phase ?? []);
    expect(new Set(jobs)).toEqual(new Set(ExportJob.options.map(({ shape }) => shape.phase.value)));
  });
});
