import type { StoredRecord } from '../family/recordEnvelope.ts'
import { versionId } from '../store/versionId.ts'
import type { WritePlan } from '../store/writePlan.ts'

/** The least that can carry out a plan: maps instead of collections. */
export class PlanKeeper {
  readonly ownerByKey = new Map<string, string>()
  readonly currentById = new Map<string, StoredRecord>()
  readonly versions = new Map<string, StoredRecord>()

  carryOut(plan: WritePlan): void {
    for (const { at, ...id } of plan.superseded) {
      const version = this.versions.get(versionId(id))
      if (version !== undefined) this.versions.set(versionId(id), { ...version, supersededAt: at })
    }
    for (const version of plan.newVersions) this.versions.set(versionId(version), version)
    for (const { record } of plan.current) this.currentById.set(record.recordId, record)
    for (const { key } of plan.releasedKeys) this.ownerByKey.delete(key)
    for (const { key, recordId } of plan.newKeys) this.ownerByKey.set(key, recordId)
  }
}
