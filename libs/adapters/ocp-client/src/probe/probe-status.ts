import type { ExportApi } from '@recordings/call-record';
import type { JobStatusName } from '@recordings/reconciliation';
import { readField } from '../dialect/read-field.ts';
import { jobStatusName } from '../job-status-name.ts';
import { judgeField } from './judge-field.ts';
import { finishedFields, runningFields, statusField } from './known-fields.ts';
import type { ProbeExchange } from './probe-exchange.ts';
import type { ProbeFinding } from './probe-finding.ts';

/** The polls of a probe. `word`: OCP's own, if the profile finds one. */
export type SeenPoll = {
  readonly exchange: ProbeExchange;
  readonly word: string | undefined;
  readonly status: JobStatusName;
};

export const readPoll = ({ statusWords, jobStatus }: ExportApi, exchange: ProbeExchange): SeenPoll => {
  const found = readField('word', jobStatus.status, exchange.answer);
  const place = judgeStatus(jobStatus, exchange)[0]?.set;
  const at = /at: (\S+), as: (\w+)/.exec(place ?? '');
  const word =
    found ?? (at ? readField('word', { at: [at[1]!], as: at[2] as 'string' }, exchange.answer) : undefined);
  return { exchange, word, status: word === undefined ? 'UNKNOWN' : jobStatusName(statusWords, word) };
};

const judgeStatus = ({ status }: ExportApi['jobStatus'], { answer }: ProbeExchange): ProbeFinding[] =>
  judgeField('api.jobStatus.status', status, statusField, [answer]);

/** Compares the polls of one job with the profile. @param isListed whether the job had a listing after the last of them. */
export const judgePolls = (api: ExportApi, polls: readonly SeenPoll[], isListed: boolean): ProbeFinding[] => {
  const last = polls.at(-1);
  if (!last) return [];
  const { jobStatus } = api;
  const running = polls.slice(0, -1).map(({ exchange }) => exchange.answer);
  const fields = (known: object, answers: readonly unknown[]): ProbeFinding[] =>
    Object.entries(known).flatMap(([name, field]) =>
      judgeField(`api.jobStatus.${name}`, jobStatus[name as 'progress'], field as never, answers),
    );
  return [
    ...judgeStatus(jobStatus, last.exchange),
    ...judgeWords(api, polls, isListed),
    ...fields(runningFields, running),
    ...fields(finishedFields, [last.exchange.answer]),
  ];
};

const judgeWords = (
  { statusWords }: ExportApi,
  polls: readonly SeenPoll[],
  isListed: boolean,
): ProbeFinding[] => {
  const last = polls.at(-1);
  const unknown = new Map<string, string>();
  for (const poll of polls) {
    if (poll.word === undefined || poll.status !== 'UNKNOWN') continue;
    const isEnd = poll.word === last?.word && isListed;
    unknown.set(poll.word, isEnd ? 'COMPLETED' : poll === polls[0] ? 'CREATED' : 'IN_PROGRESS');
  }
  return [...unknown].map(([word, meaning]) => ({
    setting: 'api.statusWords',
    says: Object.keys(statusWords).join(', '),
    seen: `the status word ${word}, which is not known`,
    set: `${meaning}: [${word}], if it means that`,
  }));
};
