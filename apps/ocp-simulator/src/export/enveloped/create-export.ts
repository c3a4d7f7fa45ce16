import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ExportApiDeps } from '../export-api-deps.ts';
import { finishedAt } from '../export-job.ts';
import { sendData, sendFault } from './answers.ts';
import { jsonNumber } from './large-number.ts';

const epochSeconds = z
  .int()
  .min(0)
  .transform((seconds) => seconds * 1_000);

const Order = z.strictObject({
  group: z.strictObject({ name: z.string() }),
  range: z.strictObject({ from: epochSeconds, to: epochSeconds }),
  /** Words with commas. */
  content: z.string().transform((words) => words.split(',')),
  media: z.string(),
});

/** `POST /api/v2/exports`: 201 with the number of the export, or a fault with HTTP 200. */
export const createExport =
  ({ jobs, groupNames }: Pick<ExportApiDeps, 'jobs' | 'groupNames'>) =>
  async ({ body }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const order = Order.safeParse(body);
    if (!order.success) return sendFault(reply, 'BAD_REQUEST', z.prettifyError(order.error));
    const { group, range, content } = order.data;
    if (!content.includes('recordings'))
      return sendFault(reply, 'BAD_REQUEST', 'content must have recordings');
    if (!groupNames.has(group.name))
      return sendFault(reply, 'BAD_REQUEST', `there is no group "${group.name}"`);

    const creation = jobs.create(group.name, range, content);
    switch (creation.kind) {
      case 'created': {
        const { job } = creation;
        const ready = Math.ceil(finishedAt(job) / 1_000);
        return sendData(reply, { export: { number: jsonNumber(job.exportJobId), ready } }, 201);
      }
      case 'busy':
        return sendFault(reply, 'SLOT_TAKEN', 'an export of the group is running', {
          number: jsonNumber(creation.exportJobId),
        });
      case 'refused':
        return sendFault(reply, 'BAD_REQUEST', creation.message);
      default:
        return creation satisfies never;
    }
  };
