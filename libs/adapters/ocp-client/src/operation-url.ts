import { OcpRequestRejectedError } from '@recordings/reconciliation';

const PLACEHOLDER = /\{(\w+)\}/g;
const ABSOLUTE = /^https?:\/\//i;
/** URL parsers resolve these segments even when they are escaped, which would change the path. */
const UNUSABLE_SEGMENTS: ReadonlySet<string> = new Set(['', '.', '..']);

/**
 * The URL of one request.
 *
 * @throws {RangeError} if the template has a placeholder without a value.
 * @throws {OcpRequestRejectedError} if a value cannot be a path segment.
 */
export const operationUrl = (
  baseUrl: string,
  template: string,
  values: Readonly<Record<string, string>>,
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
  return new URL(ABSOLUTE.test(path) ? path : `${baseUrl.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`);
};
