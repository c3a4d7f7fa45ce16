import { CallId, type CallKey, TenantId } from '@recordings/call-record';
import { z } from 'zod';
import type { Letter } from './make-letter-box.ts';

/** What is known of a letter without its service. A body that is no JSON has no tenant and no calls. */
export type LetterFacts = {
  readonly reason: string;
  readonly detail: string;
  readonly tenant: string | undefined;
  /** The calls that the message is about. */
  readonly calls: readonly CallKey[];
};

const Task = z.object({ tenantId: TenantId, callId: CallId });
const Window = z.object({
  payload: z.object({ tenantId: TenantId, calls: z.array(z.object({ callId: CallId })) }),
});
const Owned = z.union([
  z.object({ tenantId: z.string() }),
  z.object({ payload: z.object({ tenantId: z.string() }) }).transform(({ payload }) => payload),
]);

export const factsOf = ({ body, attributes }: Letter): LetterFacts => {
  const content = parseJson(body);
  return {
    reason: attributes['reason'] ?? 'not explained yet',
    detail: attributes['detail'] ?? '',
    tenant: Owned.safeParse(content).data?.tenantId ?? attributes['tenantId'],
    calls: callsOf(content),
  };
};

const callsOf = (content: unknown): CallKey[] => {
  const task = Task.safeParse(content).data;
  if (task) return [task];
  const { payload } = Window.safeParse(content).data ?? {};
  return payload?.calls.map(({ callId }) => ({ tenantId: payload.tenantId, callId })) ?? [];
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
