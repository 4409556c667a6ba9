package dev.rota.systems.webapp.web;

import dev.rota.systems.webapp.app.Item;
import dev.rota.systems.webapp.app.Items;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The items of the user who asks. */
@RestController
@RequestMapping({"${webapp.path:}/items", "${webapp.path:}/api/v1/items"})
class ItemController {
    private static final int MOST = 200;

    private final Items items;

    ItemController(Items items) {
        this.items = items;
    }

    /** A new item, or what is to change of one; what is missing stays as it is. */
    @JsonNaming(SnakeCaseStrategy.class)
    record ItemChange(
            @Nullable String title,
            @Nullable String description,
            @Nullable Boolean isCompleted) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record ItemBody(
            long id,
            long ownerId,
            String title,
            @Nullable String description,
            boolean isCompleted,
            @Nullable Instant completedAt,
            int completionCount,
            Instant createdAt,
            Instant updatedAt) {
        static ItemBody of(Item item) {
            return new ItemBody(
                    item.id(),
                    item.ownerId(),
                    item.title(),
                    item.description(),
                    item.completed(),
                    item.completedAt(),
                    item.completionCount(),
                    item.createdAt(),
                    item.updatedAt());
        }
    }

    @PostMapping
    ItemBody create(SignedIn who, @RequestBody ItemChange wanted) {
        return ItemBody.of(
                items.create(who.user().id(), Fields.required(wanted.title(), "title"), wanted.description()));
    }

    /** Up to 200 items after the one with the id {@code after}. */
    @GetMapping
    List<ItemBody> list(SignedIn who, @RequestParam(defaultValue = "0") long after) {
        return items.list(who.user().id(), after, MOST).stream()
                .map(ItemBody::of)
                .toList();
    }

    @GetMapping("/{id}")
    ItemBody get(SignedIn who, @PathVariable long id) {
        return ItemBody.of(items.get(who.user().id(), id));
    }

    @PutMapping("/{id}")
    ItemBody update(SignedIn who, @PathVariable long id, @RequestBody ItemChange wanted) {
        return ItemBody.of(items.update(
                who.user().id(), id, new Items.Change(wanted.title(), wanted.description(), wanted.isCompleted())));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(SignedIn who, @PathVariable long id) {
        items.delete(who.user().id(), id);
    }
}
