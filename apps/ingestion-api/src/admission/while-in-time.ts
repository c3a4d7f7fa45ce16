import type { FastifyRequest } from 'fastify';
import { untilAborted } from './until-aborted.ts';

/**
 * Passes on what is read from the body of a request.
 *
 * @throws {BodyTooSlowError} when the body comes too slowly, also while the source waits for the client.
 */
export const whileInTime = <T>(
  { bodySignal }: Pick<FastifyRequest, 'bodySignal'>,
  source: AsyncIterable<T>,
): AsyncIterable<T> => (bodySignal ? untilAborted(source, bodySignal) : source);
