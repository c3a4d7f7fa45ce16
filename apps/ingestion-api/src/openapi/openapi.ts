import { makeOpenApi } from './make-openapi.ts';
import { pushOperations } from './push-operations.ts';
import { questionOperations } from './question-operations.ts';

export const operations = [...questionOperations, ...pushOperations];

/** The OpenAPI document of this API. */
export const openApi = makeOpenApi(operations);
