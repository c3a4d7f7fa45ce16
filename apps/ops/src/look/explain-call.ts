import type { ToldCall } from '@recordings/call-questions';
import { renderTable } from '../output/render-table.ts';

/** One paragraph: what is with the recording of a call, why, since when, and what happens next. */
export const explainCall = (told: ToldCall): string => renderTable(paragraph, [sayWhy(told)]).trimStart();

const paragraph = [{ title: '', width: 100, read: (text: string) => text }];

const STATES = {
  stored: 'Its recording is stored',
  missing: 'Its recording is missing',
  'given-up': 'Its recording was given up',
  quarantined: 'Its recording is in quarantine',
  explained: 'It has no recording',
} as const;

const sayWhy = ({ record, status }: ToldCall): string => {
  const group = record.groupId === undefined ? '' : ` of group ${record.groupId}`;
  return [
    `Call ${record.callId}${group} started at ${record.callTimestamp}.`,
    `${STATES[status.state]} since ${status.since}: ${status.why}.`,
    status.next,
  ].join(' ');
};
