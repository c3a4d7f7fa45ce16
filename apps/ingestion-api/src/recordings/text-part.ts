import type { MultipartFile } from '@fastify/multipart';

/**
 * Whether a part with a file name is text or XML about the recording. We do not read it. A part with the name of an audio
 * file is the recording, whatever its type.
 *
 * The parser gives a part without a type the type text/plain. It may be the recording, so its name must be that of a text.
 */
export const isTextPart = ({
  mimetype,
  filename = '',
}: Pick<MultipartFile, 'mimetype' | 'filename'>): boolean => {
  if (/\.(wav|wave|mp3|ogg|opus|flac|m4a)$/i.test(filename)) return false;
  return /^text\/plain$/i.test(mimetype)
    ? /\.(txt|text|csv|log|xml)$/i.test(filename)
    : /^(text\/.+|application\/xml|[\w.-]+\/[\w.-]+\+xml)$/i.test(mimetype);
};

/** Reads a part to its end, because the parser gives the next part only then. */
export const skipPart = async (chunks: AsyncIterator<Uint8Array>): Promise<void> => {
  while (!(await chunks.next()).done);
};
