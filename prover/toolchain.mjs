// SPDX-License-Identifier: Apache-2.0
// Barretenberg's native program, as it lies in npm's package, and running it with bounds.
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = dirname(fileURLToPath(import.meta.url))
const MODULES = existsSync(join(HERE, 'node_modules')) ? join(HERE, 'node_modules') : join(process.cwd(), 'node_modules')
const WATCH_MILLIS = 100

export const versionOf = (name) => JSON.parse(readFileSync(join(MODULES, name, 'package.json'), 'utf8')).version

function program() {
  const machine = { x64: 'amd64', arm64: 'arm64' }[process.arch]
  const system = { linux: 'linux', darwin: 'macos' }[process.platform]
  const file = join(MODULES, '@aztec/bb.js/build', `${machine}-${system}`, 'bb')
  if (!existsSync(file)) throw new Error(`barretenberg has no program for ${process.platform} ${process.arch}`)
  chmodSync(file, 0o755)
  return file
}

// Ends the program when it takes more memory than it may, where the system tells (Linux).
function watch(child, mostBytes, over) {
  return setInterval(() => {
    try {
      const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1])
      if (kilobytes * 1024 > mostBytes) {
        over()
        child.kill('SIGKILL')
      }
    } catch {
      // It has ended, or this is no Linux.
    }
  }, WATCH_MILLIS)
}

export function barretenberg(parameters, { crsPath, memory }) {
  return new Promise((resolve, reject) => {
    const environment = { ...process.env, ...(crsPath ? { CRS_PATH: crsPath } : {}) }
    const child = spawn(program(), parameters, { env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    let tooLarge = false
    child.stderr.on('data', (data) => (said = (said + data).slice(-4096)))
    const watched = watch(child, memory ?? Infinity, () => (tooLarge = true))
    for (const signal of ['SIGTERM', 'SIGINT']) {
      process.once(signal, () => {
        child.kill('SIGKILL')
        process.exit(1)
      })
    }
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(watched)
      if (code === 0) resolve()
      else if (tooLarge) reject(new Error(`more than ${memory} bytes of memory were needed`))
      else reject(new Error(`bb ${parameters[0]} ended with ${code}: ${said.trim().split('\n').slice(-3).join(' ')}`))
    })
  })
}
