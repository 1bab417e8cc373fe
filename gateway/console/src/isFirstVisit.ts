/** Whether this browser holds no tabs of an earlier visit. */
export function isFirstVisit(): boolean {
  try {
    return localStorage.getItem('graphiql:tabState') === null
  } catch {
    // A browser that refuses storage remembers no visit.
    return true
  }
}
