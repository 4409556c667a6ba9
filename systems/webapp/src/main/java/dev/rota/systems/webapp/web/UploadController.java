package dev.rota.systems.webapp.web;

import dev.rota.systems.webapp.app.RefusedException;
import dev.rota.systems.webapp.app.RefusedException.Reason;
import dev.rota.systems.webapp.app.Upload;
import dev.rota.systems.webapp.app.Uploads;
import dev.rota.systems.webapp.app.WebappSettings;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Files that a job counts. */
@RestController
@RequestMapping({"${webapp.path:}", "${webapp.path:}/api/v1"})
class UploadController {
    private final Uploads uploads;

    UploadController(Uploads uploads) {
        this.uploads = uploads;
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record UploadBody(
            long id,
            String filename,
            String status,
            long bytes,
            @Nullable Long lines,
            @Nullable Long words,
            @Nullable String sha256,
            @Nullable String error) {
        static UploadBody of(Upload upload) {
            return new UploadBody(
                    upload.id(),
                    upload.filename(),
                    upload.status(),
                    upload.bytes(),
                    upload.lines(),
                    upload.words(),
                    upload.sha256(),
                    upload.error());
        }
    }

    /** Stores the part {@code file}, text or CSV of at most 10 MiB; {@code Location} says where its counts will be. */
    @PostMapping("/process")
    ResponseEntity<Map<String, String>> process(
            SignedIn who, @RequestParam(required = false) @Nullable MultipartFile file) throws IOException {
        if (file == null) {
            throw new RefusedException(Reason.INVALID, "file: expected a part of that name, found none");
        }
        if (file.getSize() > WebappSettings.LARGEST_UPLOAD) {
            throw new RefusedException(
                    Reason.TOO_LARGE,
                    "file: expected at most " + WebappSettings.LARGEST_UPLOAD + " bytes, found " + file.getSize());
        }
        String name = Objects.requireNonNullElse(file.getOriginalFilename(), "");
        long id = uploads.store(who.user().id(), name, file.getBytes());
        return ResponseEntity.ok()
                .location(NewsletterController.beside("/process", "/uploads/" + id))
                .body(Map.of("status", "File processing started"));
    }

    @GetMapping("/uploads/{id}")
    UploadBody get(SignedIn who, @PathVariable long id) {
        return uploads.find(who.user().id(), id)
                .map(UploadBody::of)
                .orElseThrow(() -> new RefusedException(Reason.NOT_FOUND, "Upload not found"));
    }
}
