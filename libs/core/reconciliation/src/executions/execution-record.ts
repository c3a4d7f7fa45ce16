import { keepUnknownFields, Timestamp } from '@recordings/call-record';
import { z } from 'zod';

export const EXECUTION_SCHEMA_VERSION = 1;

/** What is kept about one execution of the pooler, while it runs and afterwards. */
export const ExecutionRecord = keepUnknownFields(
  z.object({
    /** The batch id of its windows. */
    executionId: z.string(),
    /** The partition key of the list of all executions. */
    kind: z.literal('execution'),
    status: z.enum(['running', 'completed', 'failed']),
    /** Executions under one claim run one at a time. */
    claim: z.string(),
    isDryRun: z.boolean(),
    /** The calls that it was asked for. An absent field limits nothing. */
    scope: z.looseObject({
      tenantIds: z.array(z.string()).optional(),
      groupIds: z.array(z.string()).optional(),
      callIds: z.array(z.string()).optional(),
      from: Timestamp.optional(),
      to: Timestamp.optional(),
    }),
    startedAt: Timestamp,
    endedAt: Timestamp.optional(),
    /** Of a completed execution. */
    figures: z.record(z.string(), z.union([z.number(), z.boolean()])).optional(),
    /** Of a failed execution. */
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    /** DynamoDB's TTL. */
    expiresAtEpochS: z.number().int(),
    schemaVersion: z.number().int(),
    revision: z.number().int(),
  }),
);
export type ExecutionRecord = z.infer<typeof ExecutionRecord>;
