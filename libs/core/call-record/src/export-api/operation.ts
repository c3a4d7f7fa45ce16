import { z } from 'zod';
import { JsonPointer } from './field.ts';
import { type SentValue, sentValue } from './sent-value.ts';

const PLACEHOLDER = /\{(\w*)\}/g;

export type OperationDefaults = {
  /** The values that are known when the request is made. */
  readonly names: readonly [string, ...string[]];
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, SentValue>>;
  readonly body?: Readonly<Record<string, SentValue>>;
};

/** A place that holds a value cannot hold places too. */
const refuseNested = (body: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void => {
  const places = Object.keys(body);
  for (const place of places)
    if (place === '' || places.some((other) => other.startsWith(`${place}/`)))
      context.addIssue({ code: 'custom', path: [place], message: 'must be a place for one value' });
};

/** The request of one operation: its method, path, query parameters, and the places of its values in the JSON body. */
export const operationShape = ({ names, method, path, query = {}, body = {} }: OperationDefaults) => ({
  method: z.enum(['GET', 'POST']).default(method),
  /** Appended to the base URL. An absolute URL is used as it is. */
  path: z
    .string()
    .min(1)
    .superRefine((template, context) => {
      for (const [, name = ''] of template.matchAll(PLACEHOLDER))
        if (!names.includes(name))
          context.addIssue({ code: 'custom', message: `{${name}} is not one of: ${names.join(', ')}` });
    })
    .default(path),
  /** A parameter without a value, as the token of the first page, is left out. */
  query: z.record(z.string().min(1), sentValue(names)).default(query),
  body: z.record(JsonPointer, sentValue(names)).superRefine(refuseNested).default(body),
});

/** GET has no body: OCP would not read it. */
export const refuseBodyOfGet = <T extends { readonly method: string; readonly body: object }>(
  { method, body }: T,
  context: z.RefinementCtx,
): void => {
  if (method !== 'GET' || Object.keys(body).length === 0) return;
  context.addIssue({ code: 'custom', path: ['body'], message: 'a GET has no body; expected method POST' });
};
