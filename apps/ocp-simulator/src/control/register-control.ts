import type { FastifyInstance } from 'fastify';
import { summarizeJob } from '../export/describe-job.ts';
import type { RequestGuard } from '../export/guard-requests.ts';
import type { ExportJobs } from '../export/make-export-jobs.ts';
import { isRecorded, type PlannedCall } from '../plan/planned-call.ts';
import type { Canary } from '../push/make-play-canary.ts';
import type { Player } from '../push/make-player.ts';
import type { Story } from '../script/make-story.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { secondsIn } from './seconds-in.ts';

export type ControlDeps = {
  readonly calls: readonly PlannedCall[];
  readonly player: Pick<Player, 'play' | 'progress' | 'fateOf'>;
  /** Pushes one more call of a group. */
  readonly playCanary: (groupName: string) => Promise<Canary | undefined>;
  readonly jobs: ExportJobs;
  readonly guard: Pick<RequestGuard, 'count'>;
  /** What `GET /simulator/audio` answers. */
  readonly audio: object;
  readonly story: Pick<Story, 'report'>;
  /** What the script says of itself. */
  readonly sentence?: string | undefined;
  readonly now: () => number;
};

/** Routes that start and watch the simulator. They are not part of OCP and need no key: listen on loopback. */
export const registerControl = (app: FastifyInstance, deps: ControlDeps): void => {
  const { calls, player, jobs, guard, now } = deps;
  const withAudio = calls.filter(isRecorded).length;

  app.post('/simulator/play', async (_request, reply) => {
    player.play();
    return reply.code(202).send({ playing: player.progress().playing });
  });

  app.post('/simulator/canary', async (request, reply) => {
    const { group = '' } = request.query as { readonly group?: string };
    const canary = await deps.playCanary(group);
    if (canary) return reply.code(201).send(canary);
    return reply.code(404).send({ error: `no call of group "${group}" has a recording today` });
  });

  app.get('/simulator/progress', () => ({
    calls: withAudio,
    ...player.progress(),
    exportJobs: jobs.list().filter(({ madeBy }) => madeBy === 'api').length,
    collisions: jobs.collisions(),
    requests: guard.count(),
    jobs: jobs
      .list()
      .map((job) => ({ groupName: job.groupName, madeBy: job.madeBy, ...summarizeJob(job, now()) })),
  }));

  app.get('/simulator/story', () => ({ story: deps.sentence, steps: deps.story.report() }));

  app.get('/simulator/audio', () => deps.audio);

  app.get('/simulator/ledger', () => {
    const truth = { fateOf: player.fateOf, secondsOf: secondsIn(jobs) };
    return { calls: calls.map((call) => ledgerEntry(call, truth)) };
  });
};
