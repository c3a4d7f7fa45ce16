import { explainFault } from '../../doctor/explain-fault.ts';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus, statusOf } from '../../output/exit-status.ts';
import { renderTable } from '../../output/render-table.ts';
import { shortTime } from '../../output/short-time.ts';
import { withLetters } from './act-on-letters.ts';
import { dlqNames, openDlq } from './open-dlq.ts';
import type { LetterFilter, TakenLetter } from './take-letters.ts';

type Counted = { readonly queue: string; readonly messages: number };

/** Prints how many messages each DLQ has. Ends with 3 if all are empty, and with 1 if one of them cannot be counted. */
export const listDlqs = async (ops: Ops, isJson: boolean): Promise<ExitStatus> => {
  const platform = await ops.open();
  const place = { isLocal: ops.isLocal, prefix: platform.config.RESOURCE_PREFIX };
  const listed = await Promise.all(
    dlqNames.map(async (queue): Promise<Counted | undefined> => {
      try {
        return { queue, messages: await (await openDlq(platform, queue)).count() };
      } catch (error) {
        const { what, fix } = explainFault(error, place);
        ops.terminal.complain(`${queue} cannot be counted: ${what}. Fix: ${fix}`);
        return undefined;
      }
    }),
  );
  const counted = listed.filter((one) => one !== undefined);
  ops.terminal.say(isJson ? JSON.stringify(counted) : renderTable(countColumns, counted));
  return statusOf({
    isAnyDone: counted.some(({ messages }) => messages > 0),
    isAnyFailed: counted.length < listed.length,
  });
};

/** Prints the letters of a DLQ, and leaves them there. */
export const showDlq = (
  ops: Ops,
  queue: string,
  filter: LetterFilter,
  isJson: boolean,
): Promise<ExitStatus> =>
  withLetters(ops, queue, filter, async ({ taken }) => {
    if (isJson) for (const one of taken) ops.terminal.say(JSON.stringify(jsonOf(one)));
    else ops.terminal.say(renderTable(letterColumns, taken));
    return exitStatus.done;
  });

const jsonOf = ({ letter, facts }: TakenLetter) => ({
  messageId: letter.message.MessageId,
  sentAt: new Date(letter.sentAt).toISOString(),
  ...facts,
  attributes: letter.attributes,
  body: hideToken(letter.body),
});

/** Who has the token of a task can answer it in place of a worker. */
const hideToken = (body: string): string => body.replace(TASK_TOKEN, '$1"[hidden]"');

const TASK_TOKEN = /("taskToken"\s*:\s*)"[^"]*"/g;

const countColumns = [
  { title: 'QUEUE', width: 40, read: ({ queue }: Counted) => queue },
  { title: 'MESSAGES', width: 8, align: 'right', read: ({ messages }: Counted) => String(messages) },
] as const;

const MAX_SHOWN_CALLS = 3;

const sayCalls = ({ facts: { calls } }: TakenLetter): string => {
  const shown = calls.slice(0, MAX_SHOWN_CALLS).map(({ callId }) => callId);
  const more = calls.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(' ');
};

const letterColumns = [
  {
    title: 'SENT',
    width: 17,
    read: ({ letter }: TakenLetter) => shortTime(new Date(letter.sentAt).toISOString()),
  },
  { title: 'TENANT', width: 10, read: ({ facts }: TakenLetter) => facts.tenant ?? '' },
  { title: 'REASON', width: 31, read: ({ facts }: TakenLetter) => `${facts.reason} ${facts.detail}`.trim() },
  { title: 'CALLS', width: 36, read: sayCalls },
];
