import type { ExportApi, ExportConstraints } from '@recordings/call-record';
import { readKeptId } from '../dialect/read-field.ts';
import { meaningOf } from '../refusal-meaning.ts';
import { judgeField } from './judge-field.ts';
import { judgeHiddenFault, judgeRefusal, wordsOf } from './judge-refusal.ts';
import { createdFields } from './known-fields.ts';
import type { ProbeExchange } from './probe-exchange.ts';
import type { ProbeFinding } from './probe-finding.ts';

type CreateSeen = {
  readonly findings: readonly ProbeFinding[];
  readonly exportJobId?: string;
  /** Another job uses the slot of the group. That is no difference. */
  readonly isBusy?: boolean;
};

/** Compares the answer to a create with the profile. */
export const judgeCreate = (
  api: ExportApi,
  constraints: ExportConstraints,
  exchange: ProbeExchange,
): CreateSeen => {
  const { status, answer } = exchange;
  const { created, busy, exportJobId: field } = api.createJob;
  if (busy.includes(status) || meaningOf(answer, api.refusals) === 'busy')
    return { findings: [], isBusy: true };
  if (status === 400 || status === 422) return { findings: [sayRejected(api, constraints, exchange)] };
  const refused = judgeRefusal(api, 'createJob', exchange);
  if (refused.length > 0) return { findings: refused };
  const id = readKeptId(field, answer);
  const findings = [
    ...(created.includes(status) ? [] : [sayStatus(api, status)]),
    ...Object.entries(createdFields).flatMap(([name, known]) =>
      judgeField(`api.createJob.${name}`, api.createJob[name as 'readyAt'], known, [answer]),
    ),
  ];
  const hidden = id === undefined ? judgeHiddenFault(api, exchange) : [];
  if (hidden.length > 0) return { findings: hidden };
  const found = id ?? idElsewhere(findings, answer);
  return { findings, ...(found !== undefined && { exportJobId: found }) };
};

const sayStatus = (api: ExportApi, status: number): ProbeFinding => ({
  setting: 'api.createJob.created',
  says: api.createJob.created.join(', '),
  seen: `HTTP ${status}`,
  set: `[${[...api.createJob.created, status].join(', ')}]`,
});

/** OCP refuses the range, or what the body says. Its words tell which. */
const sayRejected = (
  api: ExportApi,
  { minRangeMinutes, maxRangeMinutes, alignMinutes }: ExportConstraints,
  exchange: ProbeExchange,
): ProbeFinding => {
  const words = wordsOf(api, exchange);
  const isOfRange = /range|hour|minute|span|period|too (short|long)/i.test(words);
  return {
    setting: isOfRange ? 'minRangeMinutes, maxRangeMinutes, alignMinutes' : 'api.createJob.body',
    says: isOfRange
      ? `${minRangeMinutes}, ${maxRangeMinutes}, ${alignMinutes}`
      : Object.keys(api.createJob.body).join(', ') || 'no body',
    seen: `HTTP ${exchange.status}: ${words}`,
  };
};

/** The id where it seems to be, so that the probe can go on. */
const idElsewhere = (findings: readonly ProbeFinding[], answer: unknown): string | undefined => {
  const set = findings.find(({ setting }) => setting === 'api.createJob.exportJobId')?.set;
  const place = /at: (\S+),/.exec(set ?? '')?.[1];
  return place === undefined ? undefined : readKeptId({ at: [place], as: 'string' }, answer);
};
