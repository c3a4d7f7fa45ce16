import { type Html, html, withCode } from './html.ts';

/** A JSON schema, as far as the page shows it. */
export type Schema = {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};

/** The fields of an object, or of the objects of a list, each with its type. Inner fields have dotted names. */
export const renderFields = (schema: Schema): Html | undefined => {
  const rows = rowsOf(schema, '');
  if (rows.length === 0) return undefined;
  return html`<table><tr><th>field</th><th>type</th><th></th></tr>${rows}</table>`;
};

const rowsOf = (schema: Schema, prefix: string): Html[] => {
  const inner = innerOf(schema);
  return Object.entries(inner.properties ?? {}).flatMap(([name, field]) => [
    html`<tr><td><code>${prefix}${name}</code>${inner.required?.includes(name) ? '' : ' (optional)'}</td>
      <td>${typeOf(field)}</td><td>${withCode(field.description ?? '')}</td></tr>`,
    ...rowsOf(field, `${prefix}${name}${innerOf(field) === field ? '' : '[]'}.`),
  ]);
};

/** The object of a list, or of the one alternative that has fields. */
const innerOf = (schema: Schema): Schema => {
  if (schema.items) return innerOf(schema.items);
  return schema.anyOf?.find(({ properties }) => properties) ?? schema;
};

export const typeOf = (schema: Schema): string => {
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  const name = schema.format ?? [schema.type ?? 'any'].flat().join(' or ');
  const { minimum, maximum } = schema;
  return maximum === undefined ? name : `${name}, ${minimum ?? 'any'} to ${maximum}`;
};
