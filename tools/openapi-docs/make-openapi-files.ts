import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTypes, { astToString, type OpenAPI3 } from 'openapi-typescript';

const SOURCE = 'apps/ingestion-api/src/openapi/openapi.ts';

/** The files that describe the API of the ingestion API, by path: the document, and types made of it. */
export const makeOpenApiFiles = async (): Promise<Readonly<Record<string, string>>> => {
  const { openApi } = (await import(pathToFileURL(resolve(SOURCE)).href)) as { openApi: OpenAPI3 };
  const types = astToString(await openapiTypes(openApi));
  return {
    'docs/openapi.json': `${JSON.stringify(openApi, undefined, 2)}\n`,
    'examples/typed-client/openapi.d.ts': `// Written by \`npm run docs\` from docs/openapi.json.\n${types}`,
  };
};
