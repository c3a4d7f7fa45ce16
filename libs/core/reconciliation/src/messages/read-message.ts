import { z } from 'zod';
import { parseJson } from './parse-json.ts';

export type ReadMessage<T> =
  | { readonly kind: 'message'; readonly message: T }
  /** Written by a newer service. It is postponed until a service can read it, so that an upgrade can be rolled back. */
  | { readonly kind: 'newer'; readonly version: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

const Versioned = z.looseObject({ version: z.string().regex(/^\d+(\.\d+)*$/) });

/**
 * Parses the body of a queue message. Unknown fields are ignored; a newer minor version is read as this one, a newer
 * major one is not.
 */
export const readMessage = <S extends z.ZodType>(
  schema: S,
  knownVersion: string,
  body: string,
): ReadMessage<z.infer<S>> => {
  const json = parseJson(body);
  if (json === undefined) return { kind: 'unreadable', reason: 'the body is no JSON' };
  const versioned = Versioned.safeParse(json);
  if (versioned.success && major(versioned.data.version) > major(knownVersion)) {
    return { kind: 'newer', version: versioned.data.version };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { kind: 'message', message: parsed.data };
  return { kind: 'unreadable', reason: z.prettifyError(parsed.error) };
};

const major = (version: string): number => Number(version.split('.')[0]);
