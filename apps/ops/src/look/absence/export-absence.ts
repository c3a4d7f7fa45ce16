import {
  type AbsencePage,
  AbsenceQuery,
  makeFindAbsentCalls,
  parseQuestion,
} from '@recordings/call-questions';
import type { Ops } from '../../ops.ts';
import { readTimeOption } from '../../options/time-options.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { shortTime } from '../../output/short-time.ts';
import type { Platform } from '../../platform.ts';
import { checkTenant } from '../check-tenant.ts';
import { type FormatName, type RegisterFormat, registerFormats } from './register-formats.ts';
import { openRegisterFile, printRegister, type RegisterOutput } from './register-output.ts';

export type AbsenceOptions = {
  readonly tenant: string;
  readonly group?: string;
  readonly from: string;
  readonly to: string;
  readonly format: FormatName;
  readonly out?: string;
};

/** What was written so far. */
type Sum = {
  readonly from: string;
  readonly to: string;
  readonly cursor?: string;
  readonly calls: number;
  readonly pending: number;
  readonly unreadable: string[];
};

/** Writes the register of calls without a recording, page by page. With a file it can be interrupted and continued. */
export const exportAbsence = async (ops: Ops, options: AbsenceOptions): Promise<ExitStatus> => {
  const { out, ...question } = options;
  const range = {
    from: readTimeOption('--from', options.from, ops.now()),
    to: readTimeOption('--to', options.to, ops.now()),
  };
  const platform = await ops.open();
  checkTenant(platform, options.tenant);
  readQuestion(options, range);
  const output =
    out === undefined
      ? printRegister(ops.terminal.say)
      : await openRegisterFile(out, JSON.stringify(question));
  const start = output.written ?? { ...range, calls: 0, pending: 0, unreadable: [] };
  if (output.written) ops.terminal.complain(`Continues after ${start.calls} calls.`);
  const { sum, isWhole } = await writePages(ops, platform, options, output, start);
  return sayEnd(ops, options, sum, isWhole);
};

const readQuestion = (
  { tenant, group }: AbsenceOptions,
  { from, to, cursor }: Pick<Sum, 'from' | 'to' | 'cursor'>,
) => parseQuestion(AbsenceQuery, { tenant, group, from, to, cursor });

const writePages = async (
  { signal, terminal }: Ops,
  { stores }: Platform,
  options: AbsenceOptions,
  output: RegisterOutput,
  start: Sum,
): Promise<{ readonly sum: Sum; readonly isWhole: boolean }> => {
  const findPage = makeFindAbsentCalls({
    readCalls: stores.readCallPage,
    getCall: stores.calls.get,
    confirmed: stores.hourCounts.confirmed,
  });
  const format: RegisterFormat = registerFormats[options.format];
  let sum = start;
  let text = output.written ? '' : format.begin;
  let hasMore = !output.written || start.cursor !== undefined;
  while (hasMore) {
    if (signal.aborted) return { sum, isWhole: false };
    const page = await findPage(readQuestion(options, sum));
    for (const [n, call] of page.calls.entries()) text += format.row(call, sum.calls + n === 0);
    const before = sum.calls;
    sum = addPage(sum, page);
    await output.add(text, sum);
    text = '';
    if (page.position !== undefined && isReportDue(before, sum.calls))
      terminal.complain(`${sum.calls} calls up to ${shortTime(page.position)}`);
    hasMore = sum.cursor !== undefined;
  }
  await output.end(format.end);
  return { sum, isWhole: true };
};

const addPage = ({ cursor: _, ...sum }: Sum, page: AbsencePage): Sum => ({
  ...sum,
  ...(page.cursor !== undefined && { cursor: page.cursor }),
  calls: sum.calls + page.calls.length,
  pending: sum.pending + page.pending,
  unreadable: [...sum.unreadable, ...page.unreadable],
});

/** After so many calls it says how far it is. */
const CALLS_OF_A_REPORT = 10_000;
const isReportDue = (before: number, after: number): boolean =>
  Math.floor(after / CALLS_OF_A_REPORT) > Math.floor(before / CALLS_OF_A_REPORT);

/** Calls that are named in a message. */
const MAX_NAMED = 20;

const sayEnd = (
  { terminal: { complain } }: Ops,
  { out }: AbsenceOptions,
  { from, to, calls, pending, unreadable }: Sum,
  isWhole: boolean,
): ExitStatus => {
  if (!isWhole) {
    const next = out === undefined ? 'It is not whole.' : 'The same command continues it.';
    complain(`Interrupted after ${calls} calls. ${next}`);
    return exitStatus.failed;
  }
  complain(`${calls} calls without a recording started from ${from} to ${to}.`);
  if (pending > 0) complain(`${pending} more are still to be recovered, so they are not in the register.`);
  if (unreadable.length > 0) {
    const named = unreadable.slice(0, MAX_NAMED).join(', ');
    complain(`The register is not whole: ${unreadable.length} items cannot be read, among them ${named}.`);
    return exitStatus.failed;
  }
  return calls > 0 ? exitStatus.done : exitStatus.nothingFound;
};
