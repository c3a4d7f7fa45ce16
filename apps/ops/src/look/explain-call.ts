import type { ToldCall } from '@recordings/call-questions';
import type { Ops } from '../ops.ts';
import { type ExitStatus, exitStatus } from '../output/exit-status.ts';
import { renderTable } from '../output/render-table.ts';
import { tellOneCall } from './tell-one-call.ts';

/** Prints one paragraph: what is with the recording of a call, why, since when, and what happens next. */
export const explainCall = async (
  ops: Ops,
  tenant: string,
  call: string,
  isJson: boolean,
): Promise<ExitStatus> => {
  const told = await tellOneCall(ops, tenant, call);
  if (!told) return exitStatus.nothingFound;
  ops.terminal.say(isJson ? JSON.stringify(told.status) : renderTable(paragraph, [sayWhy(told)]).trimStart());
  return exitStatus.done;
};

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
