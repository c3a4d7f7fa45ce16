import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ExportApiDeps } from './export-api-deps.ts';
import { finishedAt } from './export-job.ts';
import { jsonId } from './number-id.ts';

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const ExportRequest = z.looseObject({
  fromDate: instant,
  toDate: instant,
  /** The OCP group name. */
  tenantId: z.string(),
  format: z.string().optional(),
  types: z.array(z.string()).default([]),
});

/**
 * `POST /recordings/export`: 202 with the job, 400 for a range or group that OCP refuses, 409 while another job holds the
 * group's slot.
 */
export const createExport =
  ({ jobs, groupNames }: Pick<ExportApiDeps, 'jobs' | 'groupNames'>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const body = ExportRequest.safeParse(request.body);
    if (!body.success)
      return reply.code(400).send({ code: 'BAD_REQUEST', message: z.prettifyError(body.error) });
    const { tenantId, fromDate: from, toDate: to, types } = body.data;
    if (!groupNames.has(tenantId))
      return reply.code(400).send({ code: 'UNKNOWN_GROUP', message: `there is no group "${tenantId}"` });

    const creation = jobs.create(tenantId, { from, to }, types);
    switch (creation.kind) {
      case 'created':
        return reply.code(202).send({
          exportJobId: jsonId(creation.job.exportJobId),
          status: 'CREATED',
          estimatedCompletionTime: new Date(finishedAt(creation.job)).toISOString(),
        });
      case 'busy':
        return reply.code(409).send({
          code: 'EXPORT_RUNNING',
          message: 'an export of the group is running',
          exportJobId: jsonId(creation.exportJobId),
        });
      case 'refused':
        return reply.code(400).send({ code: creation.code, message: creation.message });
      default:
        return creation satisfies never;
    }
  };
