// A browser starts no worker for a page that was opened from disk, and the search runs in one. There it runs in a
// hidden frame instead, which is told what a worker would be told.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super()
      this.waiting = []
      const frame = document.createElement("iframe")
      frame.hidden = true
      document.body.append(frame)
      this.inside = frame.contentWindow
      const script = frame.contentDocument.createElement("script")
      this.inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }))
      script.addEventListener("load", () => {
        this.ready = true
        this.waiting.splice(0).forEach(data => this.postMessage(data))
      })
      script.src = url
      frame.contentDocument.body.append(script)
    }

    postMessage(data) {
      if (this.ready) this.inside.dispatchEvent(new MessageEvent("message", { data }))
      else this.waiting.push(data)
    }
  }
}
