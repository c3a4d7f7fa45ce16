import type { CallRecord } from '../call-record.ts';
import { findReported, sourcesByPrecedence } from '../cdr/cdr-facts.ts';
import { lineOfBusinessOf, type RegistryGroup } from '../registry.ts';

/** The line of business of a call under the group that it moves to. */
export const lineOfMovedCall = (
  { facts }: Pick<CallRecord, 'facts'>,
  group: RegistryGroup,
): string | undefined => lineOfBusinessOf(group, findReported(facts, 'app', sourcesByPrecedence));
