import { type Html, html, withCode } from './html.ts';
import type { OpenApi, OpenApiOperation } from './make-openapi.ts';
import { renderFields, typeOf } from './render-fields.ts';

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; }
  h2 { border-bottom: 1px solid #d0d7de; margin-top: 3rem; }
  h3 { margin-top: 2.5rem; }
  code, pre { font: 14px/1.5 ui-monospace, monospace; background: #f3f4f6; border-radius: 4px; padding: 0 .25em; }
  pre { padding: .75rem; overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
  td, th { text-align: left; vertical-align: top; border-bottom: 1px solid #e5e7eb; padding: .25rem .5rem .25rem 0; }
  .method { text-transform: uppercase; color: #fff; background: #1f6feb; border-radius: 4px; padding: .1em .5em; }
  .post, .put { background: #1a7f37; }
`;

/** The page `/docs`: the OpenAPI document for a person. It has no script and loads nothing. */
export const renderDocsPage = ({ info, tags, paths }: OpenApi): string => {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const page = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${info.title}</title><style>${{ html: STYLE }}</style></head>
<body>
<h1>${info.title}</h1>
<p>${withCode(info.description)}</p>
<p>As <a href="/docs/openapi.json">OpenAPI 3.1</a>. Send the key as <code>X-API-Key</code>, or a token as
<code>Authorization: Bearer</code>.</p>
<ul>${operations.map(
    ({ path, method, operation }) =>
      html`<li><a href="#${operation.operationId}">${method.toUpperCase()} ${path}</a>: ${operation.summary}</li>`,
  )}</ul>
${tags.map(
  ({ name, description }) => html`<h2>${description}</h2>
${operations.filter(({ operation }) => operation.tags.includes(name)).map(renderOperation)}`,
)}
</body></html>
`;
  return page.html;
};

type Shown = { readonly path: string; readonly method: string; readonly operation: OpenApiOperation };

const renderOperation = ({ path, method, operation }: Shown): Html => html`
<h3 id="${operation.operationId}"><code class="method ${method}">${method}</code> <code>${path}</code></h3>
<p><strong>${operation.summary}.</strong> ${withCode(operation.description ?? '')}
Scope: <code>${operation.security[0]?.['apiKey']?.join(' ')}</code></p>
${renderParameters(operation)}
${renderBody(operation)}
<table><tr><th>status</th><th></th></tr>
${Object.entries(operation.responses).map(
  ([status, { description }]) => html`<tr><td>${status}</td><td>${withCode(description)}</td></tr>`,
)}</table>
${renderAnswer(operation)}`;

const renderParameters = ({ parameters }: OpenApiOperation): Html | undefined =>
  parameters.length === 0
    ? undefined
    : html`<table><tr><th>parameter</th><th>type</th><th></th></tr>
${parameters.map(
  (one) => html`<tr><td><code>${one.name}</code> (${one.in}${one.required ? '' : ', optional'})</td>
<td>${typeOf(one.schema)}</td><td>${withCode(one.description ?? '')}</td></tr>`,
)}</table>`;

const renderBody = ({ requestBody }: OpenApiOperation): Html | undefined =>
  requestBody &&
  html`<p>Body: ${requestBody.description}.</p>
<ul>${Object.entries(requestBody.content).map(
    ([type, { schema }]) => html`<li><code>${type}</code>${schema && renderFields(schema)}</li>`,
  )}</ul>`;

const renderAnswer = ({ responses }: OpenApiOperation): Html | undefined => {
  const [status, answer] = Object.entries(responses)[0] ?? [];
  const fields = renderFields(answer?.content['application/json']?.schema ?? {});
  return fields && html`<details><summary>Fields of the answer ${status}</summary>${fields}</details>`;
};
