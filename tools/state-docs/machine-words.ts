import type {
  ExportJob,
  ExportJobCommand,
  ExportJobEvent,
  Reconciliation,
  ReconciliationCommand,
  ReconciliationEvent,
} from '@recordings/reconciliation';
import type { MachineWords } from './render-machine.ts';

/** A meaning for each: a new state, event or command without one does not compile. */
type Meanings<W extends string> = Readonly<Record<W, string>>;

const jobStates: Meanings<ExportJob['phase'] | 'abandoned'> = {
  intended:
    'The slot is taken and the export is written down. OCP is being asked, or is asked from `notBefore` on.',
  created: 'OCP has the job. The first poll has not come yet.',
  polling: 'OCP has reported the job at least once, and it runs.',
  abandoned:
    'Phase `polling` with `isAbandoned`: the windows were closed because the job takes too long. It keeps its slot.',
  exported: 'OCP has finished. A worker reads the listing and sends the recordings to the windows.',
  failed:
    'OCP refused the job or reported it as failed, or it could not be created. The slot is about to be freed.',
  expired: 'OCP no longer has the job or its recordings. The slot is about to be freed.',
};

const jobEvents: Meanings<ExportJobEvent['type']> = {
  'job-created': 'OCP accepted the POST, or a job that an earlier POST made was found in its list.',
  'slot-busy': 'OCP answered 409: another job of the group runs, for example one of a person in the console.',
  'create-failed': 'The POST failed.',
  'create-refused':
    'OCP refused our credentials, or the range has not ended. The windows go on waiting; after a refusal those of the tenant are held back.',
  'create-postponed':
    'The same, and an earlier POST may have made a job. The create waits, up to `jobLifeMinutes`.',
  'status-refused':
    'OCP refused our credentials at a poll. It does not count as a poll, and the next one waits.',
  'results-refused': 'OCP refused our credentials at the listing. It is asked for again after a wait.',
  'results-throttled': 'OCP throttled the listing. It is asked for again after a wait.',
  'status-seen': 'A poll read this status. It counts only with the number of the poll that is due.',
  'status-unreadable': 'A poll could not read the status. It does not count as a poll.',
  'listing-judged': 'The listing was read, and it is decided whether the absence of a call from it counts.',
  delivered: 'Every recording of the listing was sent to the window that asked for it.',
  'results-gone': 'OCP no longer has the listing.',
  'still-delivering': 'The worker that delivers shows that it is alive.',
  nudged:
    'A worker checks whether the job still makes progress: at each round of the watchdog, and each time its group is looked at.',
  'tenant-removed':
    'The registry no longer has the group for the tenant of the job, so OCP cannot be asked. Another tenant has the group.',
};

const jobCommands: Meanings<ExportJobCommand['type']> = {
  'create-job': 'Send the POST to OCP.',
  'send-poll': 'Put the next poll into the queue `export-checks`, with its delay.',
  'check-group': 'Put a message into `export-checks` that looks at the group again later.',
  'deliver-results': 'Read the listing and send each recording to the window that asked for it.',
  'close-reconciliations': 'Send `job-ended` to every window of the job.',
  'free-slot':
    'Empty the slot, so that the next job of the group can start. The tenant of the job was served last.',
};

const windowStates: Meanings<Reconciliation['phase']> = {
  claiming: 'The calls of the window are being claimed.',
  waiting: 'The window waits for an export job, or for the end of one.',
  downloading: 'The listing was read. The recordings that it lists are being downloaded.',
  closed: 'Final. Its calls are stored or released.',
};

const windowEvents: Meanings<ReconciliationEvent['type']> = {
  'calls-claimed': 'The claims of the window are done. The event names the calls that it holds.',
  'still-waiting': 'The watchdog found the window among those that wait. Its lease is extended.',
  'job-moved': 'The export job was created or polled. The lease is extended.',
  exported: 'The listing of the export job.',
  swept: 'All that the export job of a sweep says of its range has been recorded.',
  'job-ended':
    'The export job ended without a listing, or is abandoned. Of a window that Step Functions drives: its execution waits no longer, for downloads neither.',
  nudged:
    'A worker checks deadlines and results: after the last download, and at each round of the watchdog.',
};

const windowCommands: Meanings<ReconciliationCommand['type']> = {
  'enqueue-window': 'Add the window to those that wait for an export of the group.',
  'start-execution':
    'Instead of that, for a group that Step Functions drives: start the execution of the window.',
  'send-downloads': 'Put one task for each listed call without a result into the queue `downloads`.',
  'release-calls':
    'Release every call that was not stored, with its reason. This comes before the closed state is written.',
  'forget-window': 'Remove the window from those that wait.',
};

export const exportJobWords: MachineWords = {
  title: 'Export job',
  introduction:
    'One job at OCP, for windows of one tenant. Its state is in the slot of its OCP group (table `export-groups`). The function is\n[next-export-job.ts](../libs/core/reconciliation/src/export-job/next-export-job.ts).',
  states: jobStates,
  events: jobEvents,
  commands: jobCommands,
  final: ['exported', 'failed', 'expired'],
};

export const reconciliationWords: MachineWords = {
  title: 'Reconciliation',
  introduction:
    'The recovery of one window of missing calls (table `reconciliations`). The function is\n[next-reconciliation.ts](../libs/core/reconciliation/src/reconciliation/next-reconciliation.ts).',
  states: windowStates,
  events: windowEvents,
  commands: windowCommands,
  final: ['closed'],
};
