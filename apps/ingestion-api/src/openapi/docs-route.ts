import type { FastifyInstance } from 'fastify';
import { openApi } from './openapi.ts';
import { renderDocsPage } from './render-docs-page.ts';

/** The page has no script and loads nothing. */
const CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/** `GET /docs`: the API for a person. `GET /docs/openapi.json`: for a program. Both need no key and reveal no data. */
export const registerDocsRoutes = (app: FastifyInstance): void => {
  const page = renderDocsPage(openApi);
  const document = JSON.stringify(openApi);
  const route = { config: { isOpen: true } };
  app.get('/docs', route, (_, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', CONTENT_POLICY).send(page),
  );
  app.get('/docs/openapi.json', route, (_, reply) =>
    reply.type('application/json; charset=utf-8').send(document),
  );
};
