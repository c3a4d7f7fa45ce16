/**
 * The `CopySourceRange` of each part of a server-side copy; `undefined` copies the whole source.
 *
 * S3 refuses a range of a source of 5 MB or less, takes parts of at most 5 GiB, and wants all but the last to
 * have 5 MiB or more (API reference, UploadPartCopy; User Guide, multipart upload limits).
 *
 * @param partSizeBytes from 5 MiB to 5 GiB.
 */
export const copyRanges = (sizeBytes: number, partSizeBytes: number): (string | undefined)[] => {
  if (sizeBytes <= partSizeBytes) return [undefined];

  const partCount = Math.ceil(sizeBytes / partSizeBytes);
  return Array.from({ length: partCount }, (_, index) => {
    const first = index * partSizeBytes;
    return `bytes=${first}-${Math.min(first + partSizeBytes, sizeBytes) - 1}`;
  });
};
