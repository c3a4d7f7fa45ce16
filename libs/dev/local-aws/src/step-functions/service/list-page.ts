import { makeServiceError } from './service-error.ts';

export type PageRequest = { readonly maxResults?: number; readonly nextToken?: string };

const DEFAULT_SIZE = 100;
const MAX_SIZE = 1_000;

/** One page of a list. The token is the ARN of the last item of the page before. */
export const listPage = <T>(
  items: readonly T[],
  arnOf: (item: T) => string,
  { maxResults, nextToken }: PageRequest,
): { items: readonly T[]; nextToken?: string } => {
  const before = nextToken === undefined ? -1 : items.findIndex((item) => arnOf(item) === nextToken);
  if (nextToken !== undefined && before < 0) throw makeServiceError('InvalidToken', 'unknown nextToken');
  const size = Math.min(maxResults || DEFAULT_SIZE, MAX_SIZE);
  const page = items.slice(before + 1, before + 1 + size);
  const isLast = before + 1 + page.length >= items.length;
  return { items: page, ...(!isLast && { nextToken: arnOf(page.at(-1)!) }) };
};
