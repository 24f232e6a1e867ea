// Uploads a file with tus-js-client; prints the upload's URL. Arguments: endpoint, file, and optionally the number of
// bytes after which the upload is aborted once and resumed by its URL.
import fs from 'node:fs'
import path from 'node:path'
import { Upload } from 'tus-js-client'

const [endpoint, file, abortAt] = process.argv.slice(2)
const options = (more) => ({
  endpoint,
  chunkSize: 256 * 1024,
  metadata: { filename: path.basename(file) },
  retryDelays: [50, 100, 200],
  ...more,
})

function send(more, until) {
  return new Promise((resolve, reject) => {
    const upload = new Upload(fs.createReadStream(file), {
      ...options(more),
      uploadSize: fs.statSync(file).size,
      onError: reject,
      onSuccess: () => resolve(upload.url),
      onChunkComplete: (_, accepted) => {
        if (until !== undefined && accepted >= until) {
          upload.abort().then(() => resolve(upload.url), reject)
        }
      },
    })
    upload.start()
  })
}

try {
  let url
  if (abortAt !== undefined) url = await send({}, Number(abortAt))
  console.log(await send(url === undefined ? {} : { uploadUrl: url }))
} catch (error) {
  console.error(String(error))
  process.exit(1)
}
