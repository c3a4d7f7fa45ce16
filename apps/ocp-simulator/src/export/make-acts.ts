import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readAt } from '../answers/json-text.ts';
import type { RecordedCall } from '../plan/planned-call.ts';
import type { AnswerEffects } from '../script/answer-effects.ts';
import type { Facts } from '../script/conditions.ts';
import { findRecording } from './download-file.ts';
import type { ExportApiDeps } from './export-api-deps.ts';
import { findJob } from './find-job.ts';

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
type Act = 'createJob' | 'listJobs' | 'poll' | 'listing' | 'download';

/** Where a request names its group: a part of it, and a JSON pointer. */
type GroupPlaces = Readonly<Record<'createJob' | 'listJobs', readonly ['body' | 'query', string]>>;

const Page = z.looseObject({ page: z.coerce.number().int().default(1) });

/** Makes the function that lets the steps act on the requests of a route before it handles them. */
export const makeActs =
  (deps: ExportApiDeps, groupPlaces: GroupPlaces, idOf?: (call: RecordedCall) => string) =>
  (act: Act, handle: Handler): Handler =>
  async (request, reply) => {
    const facts =
      act === 'createJob' || act === 'listJobs'
        ? groupIn(request, groupPlaces[act])
        : jobFacts(deps, request, act, idOf);
    const effects: AnswerEffects = deps.story.at(act, facts);
    deps.answering.remember(request, effects);
    return (await deps.answering.replace(effects, request, reply)) ? reply : handle(request, reply);
  };

const groupIn = (request: FastifyRequest, [part, pointer]: readonly ['body' | 'query', string]): Facts => {
  const name = readAt(request[part], pointer);
  return typeof name === 'string' ? { group: name } : {};
};

const jobFacts = (
  { jobs, factsOf }: ExportApiDeps,
  request: FastifyRequest,
  act: Act,
  idOf?: (call: RecordedCall) => string,
): Facts => {
  const job = findJob(jobs, request);
  if (!job) return {};
  const facts = { group: job.groupName, job: job.place };
  if (act === 'listing') return { ...facts, page: Page.safeParse(request.query).data?.page };
  const call = act === 'download' ? findRecording(job, request, idOf) : undefined;
  return call ? { ...facts, recording: factsOf(call).recording } : facts;
};
