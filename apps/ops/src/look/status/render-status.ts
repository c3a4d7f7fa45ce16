import type { SilentGroup } from '@recordings/call-questions';
import { foldWords } from '../../output/fold-words.ts';
import { type Column, MAX_COLUMNS, renderTable } from '../../output/render-table.ts';
import { shortTime } from '../../output/short-time.ts';
import { countColumn } from './count-column.ts';
import { renderExports } from './exports/render-exports.ts';
import type { Execution } from './find-last-execution.ts';
import type { Part } from './part-reader.ts';
import type { QueueDepth } from './read-queues.ts';
import { renderDays, renderPending } from './render-calls.ts';
import { renderRequests } from './requests/render-requests.ts';
import { renderServices } from './services/render-services.ts';
import type { Status } from './status.ts';

/** The status on one screen. Queues without a message, and groups without anything to say, are left out. */
export const renderStatus = (status: Status): string => {
  const { silent, exports, requests, queues, lastExecution, services } = status;
  const section = makeSection(status);
  const isAnySilent = silent === undefined || silent.length > 0;
  return [
    `Status at ${shortTime(status.at)}`,
    section('days', 'Recordings', status.days && renderDays(status.days)),
    section(
      'pending',
      'Missing calls, nearest deadline first',
      status.pending && renderPending(status.pending),
    ),
    ...(isAnySilent
      ? [section('silent', 'Silent groups', silent && renderTable(silentColumns, silent))]
      : []),
    section('exports', 'Export jobs and slots', exports && renderExports(exports, status.at)),
    section('requests', 'Requests to OCP', requests && renderRequests(requests)),
    section('queues', 'Queues', queues && renderQueues(queues)),
    section('lastExecution', 'Pooler', lastExecution === undefined ? undefined : sayExecution(lastExecution)),
    section('services', 'Services', services && renderServices(services)),
  ].join('\n');
};

/** A part that could not be read says why, and what to do. */
const makeSection =
  ({ notShown }: Pick<Status, 'notShown'>) =>
  (part: Part, title: string, text: string | undefined): string => {
    const reasons = notShown
      .filter((one) => one.part === part)
      .flatMap(({ what, fix }) => foldWords(`Cannot be shown: ${what}. Fix: ${fix}`, MAX_COLUMNS));
    return [`\n${title}`, ...(text === undefined ? [] : [text]), ...reasons].join('\n');
  };

const renderQueues = (queues: readonly QueueDepth[]): string => {
  const waiting = queues.filter(({ messages }) => messages > 0);
  return waiting.length === 0 ? 'All are empty.' : renderTable(queueColumns, waiting);
};

const sayExecution = (last: Execution | null): string => {
  if (!last) return 'No execution is known.';
  const { executionId, status, startedAt, endedAt, error } = last;
  const end = endedAt === undefined ? 'still runs' : `${status} at ${shortTime(endedAt)}`;
  const text = `Last execution ${executionId}: began ${shortTime(startedAt)}, ${end}${error ? `: ${error.message}` : ''}.`;
  return foldWords(text, MAX_COLUMNS).join('\n');
};

const sayHours = (minutes: number): string => `${minutes / 60} h`;

const silentColumns: Column<SilentGroup>[] = [
  { title: 'TENANT', width: 14, read: ({ tenantId }) => tenantId },
  { title: 'GROUP', width: 20, read: ({ groupId }) => groupId },
  { title: 'NO CALL SINCE', width: 17, read: ({ since }) => shortTime(since) },
  { title: 'FOR', width: 8, align: 'right', read: ({ silentMinutes }) => sayHours(silentMinutes) },
  { title: 'USUAL', width: 8, align: 'right', read: ({ usualMinutes }) => sayHours(usualMinutes) },
];

const queueColumns: Column<QueueDepth>[] = [
  { title: 'QUEUE', width: 40, read: ({ queue }) => queue },
  countColumn('MESSAGES', ({ messages }) => messages),
  { title: '', width: 40, read: ({ isDeadLetter }) => (isDeadLetter ? 'needs a person: see dlq show' : '') },
];
