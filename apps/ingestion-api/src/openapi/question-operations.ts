import {
  CallQuery,
  CallStoryAndTimeline,
  Completeness,
  CompletenessQuery,
  FoundCalls,
} from '@recordings/call-questions';
import { CallId, CallRecord, TenantId } from '@recordings/call-record';
import { z } from 'zod';
import type { Operation } from './operation.ts';

/** The answer about one call. */
export const CallAnswer = CallRecord.extend(CallStoryAndTimeline.shape).extend({
  audioLink: z
    .url()
    .optional()
    .describe('A link to the recording, valid for 15 minutes; with `audio=link` only'),
});

const json = (schema: z.ZodType) => ({ 'application/json': schema });

/** What operators and the console ask. */
export const questionOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/calls',
    id: 'findCalls',
    tag: 'questions',
    summary: 'List calls of a time range by state',
    description: 'Oldest first. A page may be empty and still have a cursor: ask on until there is none.',
    scopes: ['calls:read'],
    inQuery: CallQuery,
    answers: { 200: { description: 'One page of calls', bodies: json(FoundCalls) } },
    refusals: ['CURSOR_INVALID', 'QUESTION_INVALID', 'TENANT_FORBIDDEN'],
  },
  {
    method: 'get',
    path: '/v1/calls/{tenantId}/{callId}',
    id: 'getCall',
    tag: 'questions',
    summary: 'Everything about one call',
    description:
      'The record, its state and its history in words. `audio=link` needs the scope `audio:read` too.',
    scopes: ['calls:read'],
    inPath: z.object({ tenantId: TenantId, callId: CallId }),
    inQuery: z.object({
      audio: z.literal('link').optional().describe('`link` adds a link to the recording'),
    }),
    answers: { 200: { description: 'The call', bodies: json(CallAnswer) } },
    refusals: ['CALL_NOT_FOUND'],
  },
  {
    method: 'get',
    path: '/v1/completeness',
    id: 'readCompleteness',
    tag: 'questions',
    summary: 'How complete each hour of a group is',
    description:
      'Counts of closed hours. A percentage is given only where a listing of OCP confirms the hour.',
    scopes: ['calls:read'],
    inQuery: CompletenessQuery,
    answers: { 200: { description: 'Counts by group and hour', bodies: json(Completeness) } },
    refusals: ['QUESTION_INVALID', 'TENANT_FORBIDDEN'],
  },
];
