import { OcpRequestRejectedError } from '@recordings/reconciliation';
import type { OperationValues } from './dialect/dialect.ts';

const PLACEHOLDER = /\{(\w+)\}/g;
const ABSOLUTE = /^https?:\/\//i;
/** URL parsers resolve these segments even when they are escaped, which would change the path. */
const UNUSABLE_SEGMENTS: ReadonlySet<string> = new Set(['', '.', '..']);

/**
 * The URL of one request.
 *
 * @param query parameters after those of the template.
 * @throws {RangeError} if the template has a placeholder without a value.
 * @throws {OcpRequestRejectedError} if a value cannot be a path segment.
 */
export const operationUrl = (
  baseUrl: string,
  template: string,
  values: OperationValues,
  query: readonly (readonly [string, string])[] = [],
): URL => {
  const path = template.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name];
    if (value === undefined) {
      throw new RangeError(
        `path template ${template} has {${name}}; known here: ${Object.keys(values).join(', ')}`,
      );
    }
    if (UNUSABLE_SEGMENTS.has(value)) {
      throw new OcpRequestRejectedError(`"${value}" cannot be the ${name} of a request to OCP`);
    }
    return encodeURIComponent(value);
  });
  const given = query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  const separator = path.includes('?') ? '&' : '?';
  const whole = given === '' ? path : `${path}${separator}${given}`;
  return new URL(
    ABSOLUTE.test(whole) ? whole : `${baseUrl.replace(/\/+$/, '')}/${whole.replace(/^\/+/, '')}`,
  );
};
